using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Names the topic of a symbol: <c>{symbol}</c> stands for the symbol in lower case, <c>{SYMBOL}</c> for the symbol as
/// it is. Without either all symbols share one topic.
/// </summary>
public sealed record TopicTemplate
{
    private const string Lower = "{symbol}";
    private const string AsIs = "{SYMBOL}";
    private const int MaxLength = 249;

    /// <summary><c>topic_{symbol}</c></summary>
    public static readonly TopicTemplate Default = new("topic_{symbol}");

    private TopicTemplate(string text) => Text = text;

    public string Text { get; }

    /// <summary>Whether each symbol has a topic of its own.</summary>
    public bool IsPerSymbol => Text.Contains(Lower, StringComparison.Ordinal) || Text.Contains(AsIs, StringComparison.Ordinal);

    /// <exception cref="SettingException">It is empty, or no topic can be called that.</exception>
    public static TopicTemplate Parse(string text)
    {
        var template = new TopicTemplate(text.Trim());
        template.TopicOf("X");
        return template;
    }

    /// <exception cref="SettingException">No topic can be called that.</exception>
    public string TopicOf(string symbol)
    {
        var topic = Text.Replace(Lower, symbol.ToLowerInvariant(), StringComparison.Ordinal)
            .Replace(AsIs, symbol, StringComparison.Ordinal);
        if (topic.Length is 0 or > MaxLength || topic is "." or ".." || topic.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')))
        {
            throw new SettingException(
                $"topic '{topic}' (symbol {symbol}): a topic has 1 to {MaxLength} letters, digits, dots, underscores and hyphens");
        }

        return topic;
    }

    public override string ToString() => Text;
}
