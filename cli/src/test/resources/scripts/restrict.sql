--
-- PostgreSQL database dump
--

\restrict Xt9bqZ3mJk7LpVw2RsYc5NdFgHa8TuEo1Qi6WxBzKy4CvMnPlSjDrOeUhIfAGt0

-- Dumped from database version 17.6
-- Dumped by pg_dump version 17.6

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: next_number(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.next_number() RETURNS integer
    LANGUAGE sql
    AS $$
SELECT count(*)::integer + 1 FROM public.numbers; -- \unrestrict is only text here
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: numbers; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.numbers (
    id integer NOT NULL,
    text text DEFAULT '\restrict'::text
);


--
-- Data for Name: numbers; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.numbers (id, text) FROM stdin;
1	\\restrict
2	\\! echo never
3	\\\\.
4	\N
\.


--
-- Name: numbers numbers_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_pkey PRIMARY KEY (id);


--
-- PostgreSQL database dump complete
--

\unrestrict Xt9bqZ3mJk7LpVw2RsYc5NdFgHa8TuEo1Qi6WxBzKy4CvMnPlSjDrOeUhIfAGt0

