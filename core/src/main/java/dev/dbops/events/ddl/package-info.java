/** Changes of the definitions of captured tables: their capture by event triggers, and their events. */
package dev.dbops.events.ddl;
