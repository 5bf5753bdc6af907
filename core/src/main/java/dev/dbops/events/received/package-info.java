/** Events as a consumer receives them: read from the forms in which db-ops writes them. */
package dev.dbops.events.received;
