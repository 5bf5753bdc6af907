INSERT INTO kept VALUES ('included', 'three')
;
