-- A schema that all sessions of the database search before the server's own. Its functions and operators do what theirs
-- do, so that the application works, and count the calls by db-ops: by its sessions, and by the triggers in others.

CREATE SCHEMA hostile;
CREATE SEQUENCE hostile.fired;
GRANT USAGE ON SCHEMA hostile TO PUBLIC;
GRANT ALL ON SEQUENCE hostile.fired TO PUBLIC;

CREATE FUNCTION hostile.spring(what text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $trap$
DECLARE
    stack text;
BEGIN
    GET DIAGNOSTICS stack = PG_CONTEXT;
    IF current_setting('application_name') LIKE 'db-ops%' OR stack LIKE '%dbops.%' THEN
        PERFORM nextval('hostile.fired');
        RAISE WARNING 'dbops: TRAP % in %', what, stack;
    END IF;
END
$trap$;

DO $traps$
DECLARE
    types text[] := '{text,name,oid,int4,int8,json,jsonb,timestamptz}';
    function record;
    operator record;
    number int := 0;
    one text;
BEGIN
    FOR function IN
        SELECT p.proname, p.pronargs, pg_get_function_identity_arguments(p.oid) AS arguments, format_type(p.prorettype, NULL) AS result,
               (SELECT string_agg('$' || i, ', ') FROM generate_series(1, p.pronargs) AS i) AS values
          FROM pg_proc AS p
         WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND p.provariadic = 0 AND NOT p.proretset
           AND p.proname = ANY ('{now,lower,upper,length,to_regclass,nextval,currval,set_config,current_setting,pg_notify,md5,
                                  concat,replace,jsonb_typeof,jsonb_array_length,array_length,array_lower,greatest,convert_to,
                                  clock_timestamp,txid_current,pg_current_xact_id,pg_current_snapshot,octet_length,substr,
                                  quote_ident,quote_literal,left,right,strpos,pg_column_size,hashtextextended,pg_relation_size}')
           AND NOT EXISTS (SELECT 1 FROM unnest(p.proargtypes) AS t(oid) JOIN pg_type USING (oid) WHERE typtype = 'p')
    LOOP
        EXECUTE format('CREATE FUNCTION hostile.%I(%s) RETURNS %s LANGUAGE plpgsql SET search_path = pg_catalog AS
            $f$ BEGIN PERFORM hostile.spring(%L); %s pg_catalog.%I(%s); END $f$',
            function.proname, function.arguments, function.result, function.proname,
            CASE function.result WHEN 'void' THEN 'PERFORM' ELSE 'RETURN' END, function.proname, function.values);
    END LOOP;
    -- those that take anything match better with a certain type
    FOREACH one IN ARRAY types LOOP
        EXECUTE format('CREATE FUNCTION hostile.to_jsonb(%s) RETURNS jsonb LANGUAGE plpgsql SET search_path = pg_catalog AS
            $f$ BEGIN PERFORM hostile.spring(''to_jsonb''); RETURN pg_catalog.to_jsonb($1); END $f$', one);
        EXECUTE format('CREATE FUNCTION hostile.format(text, %s) RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog AS
            $f$ BEGIN PERFORM hostile.spring(''format''); RETURN pg_catalog.format($1, $2); END $f$', one);
        EXECUTE format('CREATE FUNCTION hostile.concat(text, %s) RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog AS
            $f$ BEGIN PERFORM hostile.spring(''concat''); RETURN pg_catalog.concat($1, $2); END $f$', one);
    END LOOP;
    FOR operator IN
        SELECT o.oprname, format_type(o.oprleft, NULL) AS one, format_type(o.oprright, NULL) AS two, format_type(o.oprresult, NULL) AS result
          FROM pg_operator AS o
         WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND o.oprkind = 'b' AND o.oprname IN ('=', '<>', '<', '>', '<=', '>=', '||', '->', '->>', '-', '+', '&&')
           AND o.oprleft = ANY (types::regtype[]) AND (o.oprright = ANY (types::regtype[]) OR o.oprright = 'text[]'::regtype)
    LOOP
        number := number + 1;
        EXECUTE format('CREATE FUNCTION hostile.operator_%s(%s, %s) RETURNS %s LANGUAGE plpgsql SET search_path = pg_catalog AS
            $f$ BEGIN PERFORM hostile.spring(%L); RETURN $1 OPERATOR(pg_catalog.%s) $2; END $f$',
            number, operator.one, operator.two, operator.result, 'operator ' || operator.oprname, operator.oprname);
        EXECUTE format('CREATE OPERATOR hostile.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = hostile.operator_%s)',
            operator.oprname, operator.one, operator.two, number);
    END LOOP;
    FOREACH one IN ARRAY '{jsonb,json,uuid,regclass,oid}'::text[] LOOP
        EXECUTE format('CREATE FUNCTION hostile.of_type_%1$s(pg_catalog.%1$s) RETURNS bool LANGUAGE plpgsql SET search_path = pg_catalog AS
            $f$ BEGIN PERFORM hostile.spring(%2$L); RETURN true; END $f$', one, 'type ' || one);
        EXECUTE format('CREATE DOMAIN hostile.%1$I AS pg_catalog.%1$s CHECK (hostile.of_type_%1$s(VALUE))', one);
    END LOOP;
    FOREACH one IN ARRAY '{pg_class,pg_trigger,pg_index,pg_namespace,pg_proc}'::text[] LOOP
        EXECUTE format('CREATE VIEW hostile.%1$I AS SELECT c.*, hostile.spring(%1$L) IS NULL AS sprung FROM pg_catalog.%1$I AS c', one);
        EXECUTE format('GRANT SELECT ON hostile.%I TO PUBLIC', one);
    END LOOP;
END
$traps$;
