namespace TradeBooks.Domain.Settings;

/// <summary>A setting that is unknown or has a value that can't be; the message names key and value.</summary>
public sealed class SettingException(string message) : Exception(message);
