/** Extensions of Amazon RDS that db-ops creates in a database. */
package dev.dbops.extension;
