/** What text may be shown: without secrets, and without characters that a terminal would obey. */
package dev.dbops.text;
