using System.Text;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>The names of symbols as strings, each made once.</summary>
/// <param name="isLowerCase">Whether names are put into lower case: Binance writes them so in the names of its streams.</param>
internal sealed class SymbolNames(bool isLowerCase)
{
    private const int LongestName = 64;

    private readonly Dictionary<string, string> _names = [];
    private readonly byte[] _lastBytes = new byte[LongestName];
    private int _lastLength;
    private string _lastName = "";

    /// <returns>The name; null where there can be none.</returns>
    public string? Find(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text.SequenceEqual(_lastBytes.AsSpan(0, _lastLength)))
            return _lastName;
        if (text.IsEmpty || text.Length > LongestName)
            return null;
        Span<char> characters = stackalloc char[LongestName];
        if (!Encoding.UTF8.TryGetChars(text, characters, out var length) || HasOther(characters[..length]))
            return null;
        var names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!names.TryGetValue(characters[..length], out var name))
        {
            var raw = characters[..length].ToString();
            _names.Add(raw, name = Normalise(raw));
        }

        text.CopyTo(_lastBytes);
        _lastLength = text.Length;
        _lastName = name;
        return name;
    }

    public string Normalise(string symbol) => isLowerCase ? symbol.ToLowerInvariant() : symbol;

    // Damaged text, and whatever would break a line or a column of a file.
    private static bool HasOther(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '/' or '_' or '.' or ':'))
                return true;
        }

        return false;
    }
}
