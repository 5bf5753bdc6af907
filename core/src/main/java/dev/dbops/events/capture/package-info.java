/** The triggers that write changes of tables into the event log: their SQL, their installation and their inspection. */
package dev.dbops.events.capture;
