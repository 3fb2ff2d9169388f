namespace ZuperConnect.Http.OpenApi;

// Schemas that properties of many records share. A record names one with SchemaOf. There are no instances of these types.

/// <summary>
/// The number as people read it: as it is dialled from the business's number, in its international form if the countries differ; words if
/// the caller hides it. For display only: requests take the number.
/// </summary>
public abstract class Display;

/// <summary>
/// The device to show to people, as it is dialled in the business's country; null where there is none.
/// </summary>
public abstract class DeviceDisplay;

/// <summary>The phone that rings for calls, in E.164; null where the member takes none.</summary>
public abstract class Device;

/// <summary>What a member may do who is no admin.</summary>
public abstract class Permissions;

/// <summary>Send it as <c>If-Match</c> to change this state and no newer one.</summary>
public abstract class Etag;

/// <summary>Send it as <c>cursor</c> for the next page; null on the last. Opaque.</summary>
public abstract class NextCursor;

/// <summary>Unique in its conversation. For what a client made, the <c>messageId</c> or <c>commentId</c> in lower case.</summary>
public abstract class ItemId;

/// <summary>When it happened, not when it was stored. A late event is sorted in by this time.</summary>
public abstract class ItemTime;

/// <summary>The user who did it; null where it was the customer or the inbox itself.</summary>
public abstract class By;

/// <summary>
/// A UUID that is new for each message (<c>crypto.randomUUID()</c>) and the same in a repeated request: for 30 days the same id is the same
/// message, which is sent once. If it is omitted, the server creates one, and a repetition is another message.
/// </summary>
public abstract class MessageId;

/// <summary>
/// The <c>version</c> that the user had on the screen. Where the customer did something after it, closing, marking read and setting
/// <c>mayBeOptOut</c> are refused (409 <c>notSeen</c>), and a message goes out but leaves the conversation unread and unresponded. Left
/// out, it stands for the newest. Opening and marking unread ignore it.
/// </summary>
public abstract class SeenThrough;

/// <summary>The bytes of a file.</summary>
public abstract class AnyFile;

/// <summary>An address, which may be relative to the inbox's.</summary>
public abstract class UriReference;
