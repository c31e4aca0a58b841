@org.jspecify.annotations.NullMarked
package hazel.mime;
