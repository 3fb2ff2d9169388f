using System.Text.Json.Nodes;

namespace ZuperConnect.Tests.Calls;

/// <summary>The effect of calls on a conversation.</summary>
internal static class ConversationFlags
{
    public static (string Status, int Unread, bool Unresponded, string LastAction) Of(JsonNode conversation) =>
        ((string)conversation["status"]!, (int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!,
            (string)conversation["lastAction"]!["type"]!);
}
