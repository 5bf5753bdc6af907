/** The types that every module uses: failures, script positions, server errors, polling and input files. */
package dev.dbops;
