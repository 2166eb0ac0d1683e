"""Registers the tables of the enquiries room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.enquiries.tables import Conversation, ConversationBlock, Enquiry, Message

APP_CONFIG = AppConfig(
    app_name="enquiries",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[Enquiry, Conversation, Message, ConversationBlock],
)
