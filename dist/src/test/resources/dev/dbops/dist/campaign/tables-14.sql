SET search_path = app;
CREATE TABLE multiranges (id int PRIMARY KEY, a int4multirange, b nummultirange, c tstzmultirange);
