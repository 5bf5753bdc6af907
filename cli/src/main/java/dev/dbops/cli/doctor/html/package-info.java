/** Doctor's report as one HTML page, with charts and without scripts. */
package dev.dbops.cli.doctor.html;
