/** Triggers that write table changes into the event log: their SQL, installation and inspection. */
package dev.dbops.events.capture;
