/** Doctor's checks of the objects that db-ops itself keeps in a database. */
package dev.dbops.doctor.events;
