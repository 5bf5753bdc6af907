-- The contents of a database without object identifiers, so that two databases can be compared. One query a heading;
-- to_jsonb(row) ->> 'column' is null where a server is too old to have the column.

-- relations
SELECT c.oid::regclass, c.relkind, c.relpersistence, pg_get_userbyid(c.relowner), c.reloptions, c.relrowsecurity,
  c.relforcerowsecurity, c.relreplident, c.relispopulated, m.amname, c.relacl, pg_get_expr(c.relpartbound, c.oid),
  pg_get_partkeydef(c.oid), nullif(c.reloftype, 0)::regtype,
  (SELECT array_agg(i.inhparent::regclass ORDER BY i.inhseqno) FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = c.oid)
FROM pg_catalog.pg_class AS c
LEFT JOIN pg_catalog.pg_am AS m ON m.oid = c.relam
WHERE c.relnamespace::regnamespace::text !~ '^pg_(toast|temp)' AND c.oid >= 16384;

-- columns
SELECT a.attrelid::regclass, a.attnum, a.attname, a.attisdropped, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, o.collname, a.attstorage,
  to_jsonb(a) ->> 'attcompression', a.attstattarget, a.attoptions, a.attfdwoptions, a.attacl, a.attislocal, a.attinhcount,
  a.atthasmissing, a.attmissingval
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation AS o ON o.oid = a.attcollation
WHERE a.attrelid >= 16384 AND a.attnum > 0 AND c.relnamespace::regnamespace::text !~ '^pg_toast';

-- constraints
SELECT conrelid::regclass, contypid::regtype, conname, pg_get_constraintdef(oid), convalidated, condeferrable,
  condeferred, connoinherit, conislocal, coninhcount
FROM pg_catalog.pg_constraint
WHERE oid >= 16384;

-- indexes
SELECT pg_get_indexdef(indexrelid), indisvalid, indisclustered, indisreplident, indisprimary, indimmediate
FROM pg_catalog.pg_index
WHERE indrelid >= 16384 AND indrelid::regclass::text !~ '^pg_toast';

-- views
SELECT oid::regclass, pg_get_viewdef(oid) FROM pg_catalog.pg_class WHERE relkind IN ('v', 'm') AND oid >= 16384;

-- rules
SELECT pg_get_ruledef(oid), ev_enabled FROM pg_catalog.pg_rewrite WHERE oid >= 16384;

-- triggers
SELECT pg_get_triggerdef(oid), tgenabled FROM pg_catalog.pg_trigger WHERE NOT tgisinternal;

-- functions and procedures
SELECT pg_get_functiondef(oid), pg_get_userbyid(proowner), proacl, prosrc, probin
FROM pg_catalog.pg_proc
WHERE prokind <> 'a' AND oid >= 16384;

-- aggregates
SELECT aggfnoid::regprocedure, aggkind, aggnumdirectargs, aggtransfn, aggfinalfn, aggfinalextra, aggtranstype::regtype,
  agginitval, proparallel, pg_get_userbyid(proowner), proacl
FROM pg_catalog.pg_aggregate
JOIN pg_catalog.pg_proc ON pg_proc.oid = aggfnoid
WHERE aggfnoid >= 16384;

-- types
SELECT t.oid::regtype, t.typtype, pg_get_userbyid(t.typowner), t.typacl, t.typisdefined, t.typnotnull, t.typdefault,
  format_type(nullif(t.typbasetype, 0), t.typtypmod), nullif(t.typcollation, 0)::regcollation,
  r.rngsubtype::regtype, r.rngsubdiff,
  (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid)
FROM pg_catalog.pg_type AS t
LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
WHERE t.oid >= 16384 AND t.typnamespace::regnamespace::text !~ '^pg_toast';

-- casts
SELECT castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod
FROM pg_catalog.pg_cast
WHERE oid >= 16384;

-- operators
SELECT oid::regoperator, oprcode, oprcom::regoperator, oprnegate::regoperator, oprcanmerge, oprcanhash, oprrest, oprjoin
FROM pg_catalog.pg_operator
WHERE oid >= 16384;

-- members of operator classes
SELECT pg_describe_object('pg_catalog.pg_amop'::regclass, oid, 0) FROM pg_catalog.pg_amop WHERE oid >= 16384
UNION ALL
SELECT pg_describe_object('pg_catalog.pg_amproc'::regclass, oid, 0) FROM pg_catalog.pg_amproc WHERE oid >= 16384;

-- collations
SELECT oid::regcollation, collprovider, collisdeterministic, collencoding, collcollate, collctype
FROM pg_catalog.pg_collation
WHERE oid >= 16384;

-- conversions
SELECT conname, conforencoding, contoencoding, conproc, condefault FROM pg_catalog.pg_conversion WHERE oid >= 16384;

-- text search
SELECT dictname, dictinitoption, '' FROM pg_catalog.pg_ts_dict WHERE oid >= 16384
UNION ALL
SELECT c.cfgname::text, m.maptokentype::text || '/' || m.mapseqno, m.mapdict::regdictionary::text
FROM pg_catalog.pg_ts_config AS c
LEFT JOIN pg_catalog.pg_ts_config_map AS m ON m.mapcfg = c.oid
WHERE c.oid >= 16384;

-- schemas
SELECT nspname, pg_get_userbyid(nspowner), nspacl FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_(toast|temp)';

-- extensions
SELECT extname, extversion, extnamespace::regnamespace FROM pg_catalog.pg_extension;

-- policies
SELECT schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check FROM pg_catalog.pg_policies;

-- extended statistics
SELECT pg_get_statisticsobjdef(oid), stxkind, to_jsonb(s) ->> 'stxstattarget' FROM pg_catalog.pg_statistic_ext AS s;

-- event triggers
SELECT evtname, evtevent, evtfoid::regprocedure, evtenabled, evttags FROM pg_catalog.pg_event_trigger;

-- publications
SELECT to_jsonb(p) - '{oid,pubowner}'::text[] FROM pg_catalog.pg_publication AS p;

-- tables of publications
SELECT * FROM pg_catalog.pg_publication_tables;

-- subscriptions
SELECT subname, subenabled, subconninfo, subslotname, subpublications
FROM pg_catalog.pg_subscription
WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database());

-- foreign data
SELECT 'wrapper', fdwname, fdwoptions, fdwacl::text, '', '' FROM pg_catalog.pg_foreign_data_wrapper
UNION ALL
SELECT 'server', srvname, srvoptions, srvacl::text, srvtype, srvversion FROM pg_catalog.pg_foreign_server
UNION ALL
SELECT 'user', usename, umoptions, srvname, '', '' FROM pg_catalog.pg_user_mappings
UNION ALL
SELECT 'table', ftrelid::regclass::text, ftoptions, ftserver::text, '', ''
FROM (SELECT ftrelid, ftoptions, (SELECT srvname FROM pg_catalog.pg_foreign_server WHERE oid = ftserver) AS ftserver
  FROM pg_catalog.pg_foreign_table) AS t;

-- default privileges
SELECT pg_get_userbyid(defaclrole), defaclnamespace::regnamespace, defaclobjtype, defaclacl FROM pg_catalog.pg_default_acl;

-- comments
SELECT regexp_replace(pg_describe_object(classoid, objoid, objsubid), '\d{5,}', 'N'), description
FROM pg_catalog.pg_description
WHERE objoid >= 16384 OR classoid IN ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_largeobject'::regclass);

-- dependencies
SELECT regexp_replace(pg_describe_object(classid, objid, objsubid), '\d{5,}', 'N', 'g'), deptype,
  regexp_replace(pg_describe_object(refclassid, refobjid, refobjsubid), '\d{5,}', 'N', 'g')
FROM pg_catalog.pg_depend
WHERE objid >= 16384;

-- sequences
SELECT seqrelid::regclass, seqtypid::regtype, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle
FROM pg_catalog.pg_sequence;

-- large objects
SELECT oid, pg_get_userbyid(lomowner), lomacl, lo_get(oid) FROM pg_catalog.pg_largeobject_metadata;
