"""Single sign-on: a council's staff sign in where they sign in for everything else (OpenID Connect).

Authorization code with PKCE, state and nonce. What a council's service says is believed about addresses of
that council's own domains, and opens that council's roles only. Decision record 0012.
"""
