using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using TradeBooks.Web.Errors;

namespace TradeBooks.Web.Endpoints;

/// <summary>Where a page ends, in a form that callers pass back as it is.</summary>
internal static class Cursor
{
    private const string Prefix = "n:";

    public static string Write(long number) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}")));

    /// <exception cref="RequestException">The text is no cursor.</exception>
    public static long Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return 0;
        Span<byte> bytes = stackalloc byte[32];
        if (Base64Url.IsValid(text)
            && Base64Url.GetMaxDecodedLength(text.Length) <= bytes.Length
            && Base64Url.TryDecodeFromChars(text, bytes, out var count)
            && Encoding.ASCII.GetString(bytes[..count]) is var plain
            && plain.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(plain.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        throw new RequestException(
            StatusCodes.Status400BadRequest, $"after: '{text}' is not what a page gave as its next.");
    }
}
