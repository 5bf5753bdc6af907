from lib.db import db

class ReplyToUuidMigration:
  def migrate_sql():
    data = """
    ALTER TABLE activities ALTER COLUMN reply_to_activity_uuid TYPE uuid USING NULL;
    """
    return data
  def rollback_sql():
    data = """
    ALTER TABLE activities ALTER COLUMN reply_to_activity_uuid TYPE integer USING NULL;
    """
    return data

  def migrate():
    db.query_commit(ReplyToUuidMigration.migrate_sql(),{
    })

migration = ReplyToUuidMigration
