/** The vocabulary of doctor's reports: checks, their steps, their outcomes, and the figures beside them. */
package dev.dbops.doctor;
