"""What every page needs: templates, static files, theme, security headers, compression, errors, guards."""
