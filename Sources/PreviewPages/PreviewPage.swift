/// The page that `gazette preview` shows: one file with style and script.
public enum PreviewPage {
    /// Typefaces that the page asks for below `/fonts/`.
    public static let fonts = ["GazetteHei-Regular.ttf", "GazetteHei-Bold.ttf", "GazetteSong-Bold.ttf"]

    public static let html = """
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>定报 预览</title>
        <link rel="icon" href="data:,">
        <style>\(PreviewStyle.css)</style>
        </head>
        <body>
        <header>
        <strong>定报 预览</strong>
        <label>报表 <select id="report" title="J、K 换报表"></select></label>
        <label>范围 <select id="scope" title="[、] 换范围"></select></label>
        <label>报告期 <select id="period"></select></label>
        <span class="zoom" role="group" aria-label="缩放"><button data-zoom="fit">适合</button><button data-zoom="1">100%</button><button data-zoom="2">200%</button></span>
        <span id="status" role="status" aria-live="polite"></span>
        </header>
        <section id="messages" aria-label="诊断"></section>
        <main id="pages" tabindex="-1" aria-label="版面"></main>
        <aside id="detail" hidden aria-label="说明" aria-live="polite"></aside>
        <script>\(PreviewScript.javascript)</script>
        </body>
        </html>
        """
}
