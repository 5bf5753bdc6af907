/** Options and notes that the commands for AWS share. */
package dev.dbops.cli.aws;
