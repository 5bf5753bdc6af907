/** Doctor's checks of db-ops' own objects in a database. */
package dev.dbops.doctor.events;
