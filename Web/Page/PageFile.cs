namespace TradeBooks.Web.Page;

/// <summary>A file of the page, with the copies that were compressed when it was built.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Tag">Differs when the content does; without quotes.</param>
/// <param name="Plain">Name of the resource that holds it.</param>
/// <param name="Brotli">Name of its copy in brotli; null where there is none.</param>
/// <param name="Gzip">Name of its copy in gzip; null where there is none.</param>
internal sealed record PageFile(string ContentType, string Tag, string Plain, string? Brotli, string? Gzip);
