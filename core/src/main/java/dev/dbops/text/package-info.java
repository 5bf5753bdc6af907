/** Makes text safe to show: without secrets, and without characters that control a terminal. */
package dev.dbops.text;
