/** Text without secrets and terminal control characters, the nearest spelling of a name, and a buffer of UTF-8. */
package dev.dbops.text;
