-- Two users and a short conversation, to try the example database with.

INSERT INTO users (handle, display_name, email) VALUES
    ('ada', 'Ada Lovelace', 'ada@example.com'),
    ('grace', 'Grace Hopper', 'grace@example.com');

INSERT INTO activities (user_uuid, message, likes_count, expires_at) VALUES
    (
        (SELECT uuid FROM users WHERE handle = 'ada'),
        'The engine weaves algebraic patterns just as the loom weaves flowers and leaves.',
        7,
        current_timestamp + interval '10 days'
    ),
    (
        (SELECT uuid FROM users WHERE handle = 'grace'),
        'Found a moth in relay 70 of panel F. First actual case of a bug being found.',
        12,
        NULL
    );

INSERT INTO activities (user_uuid, reply_to_activity_uuid, message)
SELECT ada.uuid, moth.uuid, 'I would have looked in the notes to chapter one.'
  FROM users AS ada, activities AS moth
 WHERE ada.handle = 'ada'
   AND moth.message LIKE 'Found a moth%';

UPDATE activities AS activity
   SET replies_count = replies.count
  FROM (SELECT reply_to_activity_uuid AS uuid, count(*) AS count FROM activities GROUP BY 1) AS replies
 WHERE replies.uuid = activity.uuid;
