"""Conversations with the tutor."""

from enum import StrEnum

from sqlmodel import Index

from academy.core.fields import EditableRecord, Record, choice, reference


class ChatRole(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


class ChatConversation(EditableRecord, table=True):
    """A conversation with the tutor about one course."""

    __tablename__ = "chat_conversations"
    __table_args__ = (
        Index("by_enrollment", "enrollment_id"),
        Index("by_user", "user_id"),
    )

    enrollment_id: int = reference("enrollments", on_delete="CASCADE")
    user_id: int = reference("users", on_delete="CASCADE")
    course_id: int = reference("courses", on_delete="CASCADE")


class ChatMessage(Record, table=True):
    """One message of a conversation with the tutor."""

    __tablename__ = "chat_messages"
    __table_args__ = (Index("by_conversation", "conversation_id"),)

    conversation_id: int = reference("chat_conversations", on_delete="CASCADE")
    role: ChatRole = choice(ChatRole)
    content: str
    token_count: int = 0
