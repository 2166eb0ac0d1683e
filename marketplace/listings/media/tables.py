"""Who added which picture. The pictures themselves are `listings.tables.MediaFile`."""

from piccolo.columns import BigSerial, ForeignKey, OnDelete, Timestamptz
from piccolo.table import Table

from marketplace.listings.tables import MediaFile, Organization


class MediaUpload(Table, tablename="media_upload"):
    """An organisation added a picture. In the database each pair is there once.

    It lets the organisation's people see the picture before it is public, and use it in its listings; it goes
    with the organisation, and some days after nothing uses the picture.
    """

    id: BigSerial = BigSerial(primary_key=True)
    media: ForeignKey[MediaFile] = ForeignKey(MediaFile, on_delete=OnDelete.cascade, null=False)
    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.cascade, null=False, index=True
    )
    uploaded_at: Timestamptz = Timestamptz()
