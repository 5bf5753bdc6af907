/** Creates and drops databases, and marks them as protected. */
package dev.dbops.postgres.maintenance;
