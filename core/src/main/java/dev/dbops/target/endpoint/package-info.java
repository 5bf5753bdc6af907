/** The facts that the host names of managed databases contain. */
package dev.dbops.target.endpoint;
