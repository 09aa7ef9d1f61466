using System.Globalization;

namespace TradeBooks.Domain.Settings;

/// <summary>
/// Reads typed settings from key and text. Every key that is asked for counts as known, so that what nobody asked
/// for can be reported as an error. A scope (the id of a strategy) is looked up first: <c>trend.fast</c>, then
/// <c>fast</c>.
/// </summary>
/// <exception cref="SettingException">From every getter: the value can't be read or is out of range.</exception>
public sealed class SettingsReader
{
    private static readonly string[] Secrets = ["password", "secret", "token", "sasl", "ssl", "key"];

    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly string? _scope;
    private bool _listsDefaults = true;
    private readonly HashSet<string> _used;
    private readonly Dictionary<(string? Scope, string Key), SettingDefinition> _definitions;
    private readonly SortedDictionary<string, string> _inForce;
    private readonly List<SettingInForce> _asked = [];

    /// <param name="values">Settings by key; the case of a key does not matter.</param>
    /// <exception cref="SettingException">A key is given twice, in different cases.</exception>
    public SettingsReader(IReadOnlyDictionary<string, string> values)
        : this(WithoutCase(values), null, new(StringComparer.OrdinalIgnoreCase), [], new(StringComparer.Ordinal))
    {
    }

    private SettingsReader(
        IReadOnlyDictionary<string, string> values, string? scope, HashSet<string> used,
        Dictionary<(string?, string), SettingDefinition> definitions, SortedDictionary<string, string> inForce)
    {
        _values = values;
        _scope = scope;
        _used = used;
        _definitions = definitions;
        _inForce = inForce;
    }

    /// <summary>All settings that were asked for so far.</summary>
    public IReadOnlyCollection<SettingDefinition> Definitions => _definitions.Values;

    /// <summary>All settings that were asked for with the value that holds, by key; scoped keys carry their scope.</summary>
    public IReadOnlyDictionary<string, string> InForce => _inForce;

    /// <summary>What was asked for through this reader alone, with the value that holds, in the order of asking.</summary>
    public IReadOnlyList<SettingInForce> Asked => _asked;

    /// <summary>The same settings seen from a strategy or a symbol: its own keys win.</summary>
    /// <param name="scope">Id of the strategy, or the symbol.</param>
    /// <param name="listDefaults">
    /// Whether <see cref="InForce"/> names the scope's settings that were not given too; false where there may be
    /// hundreds of scopes that share them.
    /// </param>
    public SettingsReader For(string scope, bool listDefaults = true) =>
        new(_values, scope, _used, _definitions, _inForce) { _listsDefaults = listDefaults };

    /// <exception cref="SettingException">A key was given that nobody asked for.</exception>
    public void RejectUnknown()
    {
        foreach (var (key, value) in _values)
        {
            if (!_used.Contains(key))
            {
                var known = string.Join(
                    ", ", _definitions.Keys.Select(known => known.Key).Distinct().Order(StringComparer.Ordinal));
                var given = IsSecret(key) ? "" : $" (value '{value}')";
                throw new SettingException($"unknown setting '{key}'{given}; known are: {known}");
            }
        }
    }

    public string Text(string key, string fallback, string effect) => Find(key, fallback, effect);

    /// <summary>One of some words; compared without case.</summary>
    public string Choice(string key, string fallback, string[] choices, string effect)
    {
        var text = Find(key, fallback, $"{effect} ({string.Join(" | ", choices)})");
        foreach (var choice in choices)
        {
            if (string.Equals(choice, text, StringComparison.OrdinalIgnoreCase))
                return choice;
        }

        throw new SettingException($"setting {key}: '{text}' is not one of {string.Join(", ", choices)}");
    }

    public int WholeNumber(string key, int fallback, int minimum, int maximum, string effect)
    {
        var text = Find(key, fallback.ToString(CultureInfo.InvariantCulture), effect);
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            || value < minimum || value > maximum)
        {
            throw new SettingException(
                $"setting {key}: '{text}' is not a whole number from {minimum} to {Bound(maximum)}");
        }

        return value;
    }

    public decimal Number(string key, decimal fallback, decimal minimum, decimal maximum, string effect) =>
        Parse(key, Find(key, Text(fallback), effect), minimum, maximum);

    /// <summary>A number, or null where nothing, <c>none</c> or <c>off</c> is given.</summary>
    public decimal? OptionalNumber(string key, decimal minimum, decimal maximum, string effect)
    {
        var text = Find(key, "off", effect);
        return text.ToUpperInvariant() is "" or "OFF" or "NONE" or "NULL" ? null : Parse(key, text, minimum, maximum);
    }

    public bool Flag(string key, bool fallback, string effect)
    {
        var text = Find(key, fallback ? "true" : "false", effect);
        return text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "ON" or "1" => true,
            "FALSE" or "NO" or "OFF" or "0" => false,
            _ => throw new SettingException($"setting {key}: '{text}' is neither true nor false"),
        };
    }

    /// <summary>
    /// The settings <c>prefix.anything</c>, without the prefix: names that somebody else gives meaning to. They may be
    /// secrets, so they are not <see cref="InForce"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Group(string prefix, string effect)
    {
        _definitions.TryAdd((_scope, prefix + ".*"), new SettingDefinition(_scope, prefix + ".*", "", effect));
        var group = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in _values)
        {
            if (key.Length > prefix.Length + 1 && key[prefix.Length] == '.'
                && key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                group.Add(key[(prefix.Length + 1)..].ToLowerInvariant(), value.Trim());
                _used.Add(key);
            }
        }

        return group;
    }

    private static decimal Parse(string key, string text, decimal minimum, decimal maximum)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || value < minimum || value > maximum)
        {
            throw new SettingException($"setting {key}: '{text}' is not a number from {Text(minimum)} to {Bound(maximum)}");
        }

        return value;
    }

    // A password under a mistyped name must not end up in a log.
    private static bool IsSecret(string key) =>
        Secrets.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, string> WithoutCase(IReadOnlyDictionary<string, string> values)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in values)
        {
            if (!settings.TryAdd(key, value))
                throw new SettingException($"setting '{key}' is given twice, in different cases");
        }

        return settings;
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Bound(decimal maximum) =>
        maximum is decimal.MaxValue or int.MaxValue ? "any" : Text(maximum);

    private string Find(string key, string fallback, string effect)
    {
        _definitions.TryAdd((_scope, key), new SettingDefinition(_scope, key, fallback, effect));
        _used.Add(key);
        var name = key;
        var value = _values.TryGetValue(key, out var general) ? general.Trim() : null;
        if (_scope is not null)
        {
            var scoped = $"{_scope}.{key}";
            _used.Add(scoped);
            var isOwn = _values.TryGetValue(scoped, out var own);
            if (isOwn)
                value = own!.Trim();
            if (isOwn || _listsDefaults)
                key = scoped;
        }

        value ??= fallback;
        _inForce[key] = value;
        _asked.Add(new SettingInForce(name, value, effect));
        return value;
    }
}
