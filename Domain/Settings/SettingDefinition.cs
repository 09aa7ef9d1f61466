namespace TradeBooks.Domain.Settings;

/// <summary>A setting that was asked for: key, what holds when it is not given, and its effect.</summary>
public sealed record SettingDefinition(string Key, string Default, string Effect);
