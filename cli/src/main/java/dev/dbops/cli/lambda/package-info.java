/** The commands for Lambda functions: the package that they run, the role that lets a database call one, invoking one, and its log. */
package dev.dbops.cli.lambda;
