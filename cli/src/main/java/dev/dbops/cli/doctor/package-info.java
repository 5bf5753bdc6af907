/** The command doctor: which checks run, and how their findings are printed. */
package dev.dbops.cli.doctor;
