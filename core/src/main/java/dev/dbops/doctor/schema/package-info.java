/** Doctor's checks of the schema: indexes, keys, constraints, sequences, statistics and extensions. */
package dev.dbops.doctor.schema;
