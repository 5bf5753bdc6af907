/** The figures of doctor's HTML page: sizes, connections, locks and unused indexes. */
package dev.dbops.doctor.figures;
