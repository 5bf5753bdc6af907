-- The example database: the users and activities of a small social app.

CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE TABLE users (
    uuid uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    cognito_user_id text UNIQUE,
    handle text NOT NULL UNIQUE,
    display_name text NOT NULL,
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT current_timestamp,
    updated_at timestamptz NOT NULL DEFAULT current_timestamp,
    CONSTRAINT handle_is_a_word CHECK (handle ~ '^[a-z0-9_]+$')
);

COMMENT ON COLUMN users.cognito_user_id IS 'The sub of the Amazon Cognito user; null until the user has signed in.';

-- One account for one address, however it is capitalised.
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

CREATE TABLE activities (
    uuid uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_uuid uuid NOT NULL REFERENCES users (uuid) ON DELETE CASCADE,
    reply_to_activity_uuid uuid REFERENCES activities (uuid) ON DELETE CASCADE,
    message text NOT NULL,
    replies_count integer NOT NULL DEFAULT 0,
    reposts_count integer NOT NULL DEFAULT 0,
    likes_count integer NOT NULL DEFAULT 0,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT current_timestamp,
    updated_at timestamptz NOT NULL DEFAULT current_timestamp,
    CONSTRAINT message_is_short CHECK (char_length(message) BETWEEN 1 AND 280),
    CONSTRAINT counts_are_not_negative CHECK (replies_count >= 0 AND reposts_count >= 0 AND likes_count >= 0)
);

COMMENT ON COLUMN activities.expires_at IS 'When the activity disappears from the feeds; null for never.';

-- The home feed, newest first.
CREATE INDEX activities_created_at_idx ON activities (created_at DESC);

-- The feed of one user, newest first.
CREATE INDEX activities_user_uuid_created_at_idx ON activities (user_uuid, created_at DESC);

-- The replies to one activity, oldest first.
CREATE INDEX activities_reply_to_idx ON activities (reply_to_activity_uuid, created_at)
    WHERE reply_to_activity_uuid IS NOT NULL;

-- What has expired and can be removed.
CREATE INDEX activities_expires_at_idx ON activities (expires_at)
    WHERE expires_at IS NOT NULL;
