/** What the host names of managed databases say. */
package dev.dbops.target.endpoint;
