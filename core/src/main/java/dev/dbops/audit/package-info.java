/** The extension pgAudit in a database. */
package dev.dbops.audit;
