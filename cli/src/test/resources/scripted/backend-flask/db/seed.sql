INSERT INTO public.users (display_name, handle, email, cognito_user_id)
VALUES
  ('Ada Lovelace', 'ada', 'ada@example.com', 'MOCK'),
  ('Grace Hopper', 'grace', 'grace@example.com', 'MOCK');

INSERT INTO public.activities (user_uuid, message)
VALUES ((SELECT uuid FROM public.users WHERE handle = 'ada' LIMIT 1), 'A message of the seeds.');
