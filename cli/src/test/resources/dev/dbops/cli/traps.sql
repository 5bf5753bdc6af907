-- Traps that a role with CREATE privileges can set for other roles (CVE-2018-1058): functions, operators, types and tables
-- that match arguments better than the server's own, in each schema of the default search path. When another role runs one,
-- it counts that in a sequence, which no rollback reverts, and fails. @names are the functions that the program's sources name.

CREATE SCHEMA trap AUTHORIZATION mallory;
GRANT USAGE ON SCHEMA trap TO PUBLIC;
CREATE SEQUENCE trap.fired;
GRANT ALL ON SEQUENCE trap.fired TO PUBLIC;
CREATE SCHEMA postgres AUTHORIZATION mallory; -- "$user" of the administrator
GRANT USAGE ON SCHEMA postgres TO PUBLIC;
GRANT CREATE ON SCHEMA public TO mallory;
SET ROLE mallory;
SET search_path = pg_catalog, pg_temp;

CREATE FUNCTION trap.spring(what text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $trap$
BEGIN
    IF current_user <> 'mallory' THEN
        PERFORM nextval('trap.fired');
        RAISE EXCEPTION 'TRAP % was run by %', what, current_user;
    END IF;
END
$trap$;

DO $traps$
DECLARE
    types text[] := '{text,name,oid,int4,int8,\"char\",regclass,json,jsonb,varchar,bool,timestamptz,text[],name[]}';
    wide text[] := '{text,name,int4,int8}';
    place text;
    function record;
    operator text;
    result text;
    one text;
    two text;
    three text;
    -- a function's return type; what is polymorphic returns text
    make text := 'CREATE FUNCTION %I.%I(%s) RETURNS %s LANGUAGE plpgsql AS $f$ BEGIN PERFORM trap.spring(%L); RETURN NULL; END $f$';
BEGIN
    FOREACH place IN ARRAY '{postgres,public}'::text[] LOOP
        -- those that take anything, as format, concat and jsonb_build_object do
        FOR function IN
            SELECT DISTINCT p.proname::text AS name FROM pg_proc AS p
             WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.provariadic <> 0 AND p.proname = ANY ('{@names}'::text[])
        LOOP
            FOREACH one IN ARRAY types LOOP
                EXECUTE format(make, place, function.name,
                    CASE WHEN one LIKE '%[]' THEN 'VARIADIC ' || one ELSE 'text, VARIADIC ' || one || '[]' END, 'text',
                    function.name || '(variadic)');
            END LOOP;
        END LOOP;
        FOR function IN
            SELECT p.proname::text AS name, p.pronargs AS arguments, min(t.typname::text) AS result
              FROM pg_proc AS p
              JOIN pg_type AS t ON t.oid = p.prorettype AND t.typtype <> 'p' AND t.typname NOT LIKE '\_%'
             WHERE p.pronamespace = 'pg_catalog'::regnamespace
               AND p.proname = ANY ('{@names}'::text[])
               AND (p.pronargs BETWEEN 1 AND 3 OR p.provariadic <> 0)
             GROUP BY 1, 2
        LOOP
            IF function.arguments = 1 THEN
                FOREACH one IN ARRAY types LOOP
                    CONTINUE WHEN to_regprocedure(format('%I.%I(%s)', place, function.name, one)) IS NOT NULL;
                    EXECUTE format(make, place, function.name, one, 'pg_catalog.' || quote_ident(function.result),
                        function.name || '(' || one || ')');
                END LOOP;
            ELSIF function.arguments = 2 THEN
                FOREACH one IN ARRAY types LOOP
                    FOREACH two IN ARRAY types LOOP
                        CONTINUE WHEN to_regprocedure(format('%I.%I(%s,%s)', place, function.name, one, two)) IS NOT NULL;
                        EXECUTE format(make, place, function.name, one || ',' || two,
                            'pg_catalog.' || quote_ident(function.result), function.name || '(' || one || ',' || two || ')');
                    END LOOP;
                END LOOP;
            ELSE
                FOREACH one IN ARRAY wide LOOP
                    FOREACH two IN ARRAY wide LOOP
                        FOREACH three IN ARRAY wide || '{bool}'::text[] LOOP
                            CONTINUE WHEN to_regprocedure(
                                format('%I.%I(%s,%s,%s)', place, function.name, one, two, three)) IS NOT NULL;
                            EXECUTE format(make, place, function.name, one || ',' || two || ',' || three,
                                'pg_catalog.' || quote_ident(function.result), function.name || '(3)');
                        END LOOP;
                    END LOOP;
                END LOOP;
            END IF;
        END LOOP;
        -- operators between any two of the types
        FOREACH one IN ARRAY types LOOP
            FOREACH two IN ARRAY types LOOP
                FOREACH result IN ARRAY '{bool,text,int8,jsonb}'::text[] LOOP
                    EXECUTE format(make, place, 'trap_' || result, one || ',' || two, result, 'operator of ' || one || ', ' || two);
                END LOOP;
                FOREACH operator IN ARRAY
                    '{=,<>,<,>,<=,>=,~,!~,~~,!~~,&&,@>,<@,||,->>,#>>,->,+,-,*,/,%,&}'::text[]
                LOOP
                    EXECUTE format('CREATE OPERATOR %I.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = %I.trap_%s)',
                        place, operator, one, two, place,
                        CASE WHEN operator IN ('||', '->>', '#>>') THEN 'text' WHEN operator = '->' THEN 'jsonb'
                             WHEN operator IN ('+', '-', '*', '/', '%', '&') THEN 'int8' ELSE 'bool' END);
                END LOOP;
            END LOOP;
        END LOOP;
        -- types and catalogs of the server's names
        FOREACH one IN ARRAY '{text,jsonb,json,uuid,regclass,name,oid,timestamptz}'::text[] LOOP
            EXECUTE format('CREATE FUNCTION %1$I.trap_of_type_%2$s(pg_catalog.%2$s) RETURNS bool LANGUAGE plpgsql AS
                $f$ BEGIN PERFORM trap.spring(%3$L); RETURN true; END $f$', place, one, 'type ' || one);
            EXECUTE format('CREATE DOMAIN %I.%I AS pg_catalog.%2$s CHECK (%1$I.trap_of_type_%2$s(VALUE))', place, one);
        END LOOP;
    END LOOP;
END
$traps$;

RESET ROLE;
