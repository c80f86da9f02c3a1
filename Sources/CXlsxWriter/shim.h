#ifndef GAZETTE_XLSXWRITER_SHIM_H
#define GAZETTE_XLSXWRITER_SHIM_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>
#include <zlib.h>

/* Declared here and not by _GNU_SOURCE, which would change other headers too. */
#include <bits/types/cookie_io_functions_t.h>
extern FILE *fopencookie(void *cookie, const char *mode, cookie_io_functions_t functions);

/* Opens a workbook that keeps one row in memory; temporary files go to `folder`. */
static inline lxw_workbook *gz_workbook_open(const char *path, const char *folder) {
    lxw_workbook_options options;
    memset(&options, 0, sizeof options);
    options.constant_memory = LXW_TRUE;
    options.tmpdir = (char *) folder;
    return workbook_new_opt(path, &options);
}

static inline lxw_error gz_workbook_properties(lxw_workbook *book, const char *title, const char *subject, const char *author,
                                               const char *company, const char *keywords, const char *comments, const char *category,
                                               const char *status, int64_t created) {
    lxw_doc_properties properties;
    memset(&properties, 0, sizeof properties);
    properties.title = (char *) title;
    properties.subject = (char *) subject;
    properties.author = (char *) author;
    properties.company = (char *) company;
    properties.keywords = (char *) keywords;
    properties.comments = (char *) comments;
    properties.category = (char *) category;
    properties.status = (char *) status;
    properties.created = (time_t) created;
    return workbook_set_properties(book, &properties);
}

/* Merges cells that are already written: the library's own call would write them again, out of row order. 0 or ENOMEM. */
static inline int gz_worksheet_merge(lxw_worksheet *sheet, uint32_t first_row, uint16_t first_column, uint32_t last_row, uint16_t last_column) {
    lxw_merged_range *range = (lxw_merged_range *) calloc(1, sizeof *range);
    if (!range) return ENOMEM;
    range->first_row = first_row;
    range->first_col = first_column;
    range->last_row = last_row;
    range->last_col = last_column;
    STAILQ_INSERT_TAIL(sheet->merged_ranges, range, list_pointers);
    sheet->merged_range_count++;
    return 0;
}

/* The rows of a sheet as one run of raw deflate blocks that ends at a byte. They take the place of the library's temporary file:
   a sheet's rows are written once and read back never. */
typedef struct gz_rows {
    z_stream stream;
    uint8_t *bytes;
    size_t count, capacity;
    uint64_t size;
    uLong checksum;
    int status;
} gz_rows;

static inline void gz_rows_deflate(gz_rows *rows, const void *bytes, size_t count, int flush) {
    rows->stream.next_in = (Bytef *) bytes;
    rows->stream.avail_in = (uInt) count;
    do {
        if (rows->status != Z_OK) return;
        if (rows->capacity - rows->count < 65536) {
            size_t capacity = rows->capacity + rows->capacity / 2 + 131072;
            uint8_t *grown = (uint8_t *) realloc(rows->bytes, capacity);
            if (!grown) { rows->status = Z_MEM_ERROR; return; }
            rows->bytes = grown;
            rows->capacity = capacity;
        }
        rows->stream.next_out = rows->bytes + rows->count;
        rows->stream.avail_out = (uInt) (rows->capacity - rows->count);
        int status = deflate(&rows->stream, flush);
        if (status != Z_OK && status != Z_BUF_ERROR && status != Z_STREAM_END) rows->status = status;
        rows->count = rows->capacity - rows->stream.avail_out;
    } while (rows->stream.avail_out == 0 || rows->stream.avail_in > 0);
}

static inline ssize_t gz_rows_write(void *cookie, const char *bytes, size_t count) {
    gz_rows *rows = (gz_rows *) cookie;
    rows->checksum = crc32(rows->checksum, (const Bytef *) bytes, (uInt) count);
    rows->size += count;
    gz_rows_deflate(rows, bytes, count, Z_NO_FLUSH);
    return (ssize_t) count;
}

/* Level 5 is 1.5 % larger than zlib's default on such text, in 60 % of its time. */
static inline gz_rows *gz_rows_open(lxw_worksheet *sheet) {
    cookie_io_functions_t functions;
    memset(&functions, 0, sizeof functions);
    functions.write = gz_rows_write;
    gz_rows *rows = (gz_rows *) calloc(1, sizeof *rows);
    if (!rows) return NULL;
    FILE *file = NULL;
    rows->checksum = crc32(0, Z_NULL, 0);
    if (deflateInit2(&rows->stream, 5, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK || !(file = fopencookie(rows, "w", functions))) {
        free(rows);
        return NULL;
    }
    setvbuf(file, NULL, _IOFBF, 65536);
    fclose(sheet->optimize_tmpfile);
    sheet->file = sheet->optimize_tmpfile = file;
    return rows;
}

static inline void gz_rows_free(gz_rows *rows) {
    deflateEnd(&rows->stream);
    free(rows->bytes);
    free(rows);
}

/* Writes the pending row and ends the run. 0, or a zlib error. */
static inline int gz_rows_finish(gz_rows *rows, lxw_worksheet *sheet) {
    lxw_worksheet_write_single_row(sheet);
    if (fflush(sheet->file) != 0 || ferror(sheet->file)) return Z_ERRNO;
    gz_rows_deflate(rows, NULL, 0, Z_SYNC_FLUSH);
    return rows->status;
}

/* Appends rows in the library's own XML, after those written through it; the cells lie in columns 0 to `last_column`. */
static inline int gz_worksheet_append(lxw_worksheet *sheet, const uint8_t *bytes, size_t count, uint32_t first_row, uint32_t last_row, uint16_t last_column) {
    lxw_worksheet_write_single_row(sheet);
    if (sheet->dim_rowmin > first_row) sheet->dim_rowmin = first_row;
    if (sheet->dim_rowmax < last_row) sheet->dim_rowmax = last_row;
    sheet->dim_colmin = 0;
    if (sheet->dim_colmax < last_column) sheet->dim_colmax = last_column;
    return fwrite(bytes, 1, count, sheet->file) == count ? 0 : EIO;
}

/* A short text as raw deflate blocks: the last ones of a stream, or ending at a byte. Returns their length, or 0. */
static inline size_t gz_deflate(const uint8_t *bytes, size_t count, int is_last, uint8_t *target, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *) bytes;
    stream.avail_in = (uInt) count;
    stream.next_out = target;
    stream.avail_out = (uInt) capacity;
    int status = deflate(&stream, is_last ? Z_FINISH : Z_SYNC_FLUSH);
    size_t made = capacity - stream.avail_out;
    int isWhole = is_last ? status == Z_STREAM_END : status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0;
    deflateEnd(&stream);
    return isWhole ? made : 0;
}

static inline void gz_worksheet_footer(lxw_worksheet *sheet, const char *text, double margin) {
    lxw_header_footer_options options;
    memset(&options, 0, sizeof options);
    options.margin = margin;
    worksheet_set_footer_opt(sheet, text, &options);
}

/* Two parts in different fonts in one cell. */
static inline lxw_error gz_worksheet_write_parts(lxw_worksheet *sheet, uint32_t row, uint16_t column, const char *first, lxw_format *first_format,
                                                 const char *second, lxw_format *second_format, lxw_format *cell_format) {
    lxw_rich_string_tuple a = {first_format, (char *) first}, b = {second_format, (char *) second};
    lxw_rich_string_tuple *parts[] = {&a, &b, NULL};
    return worksheet_write_rich_string(sheet, row, column, parts, cell_format);
}

static inline lxw_error gz_worksheet_insert_chart(lxw_worksheet *sheet, uint32_t row, uint16_t column, lxw_chart *chart, double width, double height,
                                                  const char *description) {
    lxw_chart_options options;
    memset(&options, 0, sizeof options);
    options.x_scale = width / 480.0; /* the library's own chart size is 480 × 288 pixels */
    options.y_scale = height / 288.0;
    options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
    options.description = (char *) description;
    return worksheet_insert_chart_opt(sheet, row, column, chart, &options);
}

static inline lxw_error gz_worksheet_insert_picture(lxw_worksheet *sheet, uint32_t row, uint16_t column, const uint8_t *bytes, size_t count,
                                                    double x_scale, double y_scale, const char *description) {
    lxw_image_options options;
    memset(&options, 0, sizeof options);
    options.x_scale = x_scale;
    options.y_scale = y_scale;
    options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
    options.description = (char *) description;
    return worksheet_insert_image_buffer_opt(sheet, row, column, bytes, count, &options);
}

/* Chart series keep a copy of their data, so that viewers that do not calculate show them; the library cannot read the cells of a
   workbook written row by row, so the copy is made here. */
static inline int gz_range_append(lxw_series_range *range, double number, const char *text, int is_empty) {
    struct lxw_series_data_point *point = (struct lxw_series_data_point *) calloc(1, sizeof *point);
    if (!point) return ENOMEM;
    if (text) {
        point->is_string = LXW_TRUE;
        point->string = strdup(text);
        range->has_string_cache = LXW_TRUE;
    } else if (is_empty) {
        point->no_data = LXW_TRUE;
    } else {
        point->number = number;
    }
    STAILQ_INSERT_TAIL(range->data_cache, point, list_pointers);
    range->num_data_points++;
    range->ignore_cache = LXW_TRUE;
    return 0;
}
static inline lxw_series_range *gz_series_categories(lxw_chart_series *series) { return series->categories; }
static inline lxw_series_range *gz_series_values(lxw_chart_series *series) { return series->values; }
static inline lxw_series_range *gz_series_name(lxw_chart_series *series) { return series->title.range; }
static inline lxw_chart_axis *gz_chart_x_axis(lxw_chart *chart) { return chart->x_axis; }
static inline lxw_chart_axis *gz_chart_y_axis(lxw_chart *chart) { return chart->y_axis; }
/* libxlsxwriter 1.1.4 forgets this for area charts and then refuses limits of the axis. */
static inline void gz_axis_has_values(lxw_chart_axis *axis) { axis->is_value = LXW_TRUE; }

static inline lxw_chart_font gz_font(const char *name, double size, int bold, uint32_t color) {
    lxw_chart_font font;
    memset(&font, 0, sizeof font);
    font.name = (char *) name;
    font.size = size;
    font.bold = bold ? LXW_TRUE : LXW_EXPLICIT_FALSE;
    font.color = color;
    return font;
}
static inline lxw_chart_line gz_line(uint32_t color, float width, uint8_t dash) {
    lxw_chart_line line;
    memset(&line, 0, sizeof line);
    line.color = color;
    line.width = width;
    line.dash_type = dash;
    return line;
}
static inline lxw_chart_line gz_no_line(void) {
    lxw_chart_line line;
    memset(&line, 0, sizeof line);
    line.none = LXW_TRUE;
    return line;
}

/* Labels only the last of `count` points; the label shows the value. */
static inline lxw_error gz_series_label_last(lxw_chart_series *series, uint16_t count, uint16_t last) {
    lxw_error error = LXW_NO_ERROR;
    lxw_chart_data_label *labels = (lxw_chart_data_label *) calloc(count, sizeof *labels);
    lxw_chart_data_label **list = (lxw_chart_data_label **) calloc((size_t) count + 1, sizeof *list);
    if (!labels || !list) {
        error = LXW_ERROR_MEMORY_MALLOC_FAILED;
    } else {
        for (uint16_t i = 0; i < count; i++) {
            labels[i].hide = i == last ? LXW_FALSE : LXW_TRUE;
            list[i] = &labels[i];
        }
        error = chart_series_set_labels_custom(series, list);
    }
    free(labels);
    free(list);
    return error;
}

/* One colour per slice, with a line between them. */
static inline lxw_error gz_series_slices(lxw_chart_series *series, const uint32_t *colors, size_t count, uint32_t edge) {
    lxw_error error = LXW_ERROR_MEMORY_MALLOC_FAILED;
    lxw_chart_line line = gz_line(edge, 1.0f, LXW_CHART_LINE_DASH_SOLID);
    lxw_chart_fill *fills = (lxw_chart_fill *) calloc(count + 1, sizeof *fills);
    lxw_chart_point *points = (lxw_chart_point *) calloc(count + 1, sizeof *points);
    lxw_chart_point **list = (lxw_chart_point **) calloc(count + 1, sizeof *list);
    if (fills && points && list) {
        for (size_t i = 0; i < count; i++) {
            fills[i].color = colors[i];
            points[i].fill = &fills[i];
            points[i].line = &line;
            list[i] = &points[i];
        }
        error = chart_series_set_points(series, list);
    }
    free(fills);
    free(points);
    free(list);
    return error;
}

/* A text of its own for each point; NULL hides the label. */
static inline lxw_error gz_series_label_texts(lxw_chart_series *series, char *const *texts, const uint32_t *colors, size_t count, const char *font, double size) {
    lxw_error error = LXW_ERROR_MEMORY_MALLOC_FAILED;
    lxw_chart_font *fonts = (lxw_chart_font *) calloc(count + 1, sizeof *fonts);
    lxw_chart_data_label *labels = (lxw_chart_data_label *) calloc(count + 1, sizeof *labels);
    lxw_chart_data_label **list = (lxw_chart_data_label **) calloc(count + 1, sizeof *list);
    if (fonts && labels && list) {
        for (size_t i = 0; i < count; i++) {
            fonts[i] = gz_font(font, size, 0, colors[i]);
            labels[i].value = texts[i];
            labels[i].hide = texts[i] ? LXW_FALSE : LXW_TRUE;
            if (texts[i]) labels[i].font = &fonts[i];
            list[i] = &labels[i];
        }
        error = chart_series_set_labels_custom(series, list);
    }
    free(fonts);
    free(labels);
    free(list);
    return error;
}

/* Cells cannot be changed; columns, rows and filters can. No password. */
static inline void gz_worksheet_protect(lxw_worksheet *sheet) {
    lxw_protection options;
    memset(&options, 0, sizeof options);
    options.format_columns = LXW_TRUE;
    options.format_rows = LXW_TRUE;
    options.autofilter = LXW_TRUE;
    worksheet_protect(sheet, NULL, &options);
}

/* Follows the tags of an XML text: every element opened must be closed, with one root. The library escapes < and > everywhere else. */
typedef struct gz_tags {
    int64_t depth;
    int roots, inside, broken;
    uint8_t first, previous;
} gz_tags;

static inline void gz_tags_read(gz_tags *tags, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint8_t c = bytes[i];
        if (c == '<') {
            if (tags->inside) tags->broken = 1;
            tags->inside = 1;
            tags->first = 0;
        } else if (c == '>') {
            if (!tags->inside) tags->broken = 1;
            tags->inside = 0;
            if (tags->first == '/') {
                tags->depth--;
            } else if (tags->first != '?' && tags->first != '!') {
                if (tags->depth == 0) tags->roots++;
                if (tags->previous != '/') tags->depth++;
            }
            if (tags->depth < 0) tags->broken = 1;
        } else if (tags->inside && tags->first == 0) {
            tags->first = c;
        }
        tags->previous = c;
    }
}

/* Unpacks one raw deflate stream, into `target` if there is one, of `capacity` bytes. Writes the unpacked size, the checksum, and
   whether the text is whole XML. 0, or a zlib error. */
static inline int gz_inflate_check(const uint8_t *bytes, size_t count, uint8_t *target, size_t capacity, uint64_t *size, uint32_t *checksum,
                                   int *is_whole_xml) {
    uint8_t buffer[65536];
    gz_tags tags;
    z_stream stream;
    memset(&tags, 0, sizeof tags);
    memset(&stream, 0, sizeof stream);
    int status = inflateInit2(&stream, -MAX_WBITS);
    if (status != Z_OK) return status;
    stream.next_in = (Bytef *) bytes;
    stream.avail_in = (uInt) count;
    uLong sum = crc32(0, Z_NULL, 0);
    *size = 0;
    while (status != Z_STREAM_END) {
        stream.next_out = buffer;
        stream.avail_out = sizeof buffer;
        status = inflate(&stream, Z_NO_FLUSH);
        size_t made = sizeof buffer - stream.avail_out;
        if ((status != Z_OK && status != Z_STREAM_END) || (made == 0 && status == Z_OK)) {
            inflateEnd(&stream);
            return status == Z_OK ? Z_BUF_ERROR : status;
        }
        sum = crc32(sum, buffer, (uInt) made);
        gz_tags_read(&tags, buffer, made);
        if (target && *size + made <= capacity) memcpy(target + *size, buffer, made);
        *size += made;
    }
    *checksum = (uint32_t) sum;
    *is_whole_xml = !tags.broken && !tags.inside && tags.depth == 0 && tags.roots == 1;
    inflateEnd(&stream);
    return 0;
}

#endif
