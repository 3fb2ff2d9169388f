using ZuperConnect.Attachments;
using ZuperConnect.Conversations;
using ZuperConnect.Health;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.SavedReplies;

namespace ZuperConnect.Http;

/// <summary>The problems of the HTTP API.</summary>
public static class Problems
{
    /// <summary>400: the request cannot be understood.</summary>
    public static ProblemException Invalid(string detail) => new(400, "invalid", "The request is not valid", detail);

    /// <summary>401: no token, or none that counts.</summary>
    public static ProblemException SignIn(string detail) => new(401, "signIn", "Sign in first", detail);

    /// <summary>403: the user may not do this. Nothing is said about what exists.</summary>
    public static ProblemException NotAllowed() =>
        new(403, "notAllowed", "You may not do this", "Ask an admin of this inbox for the permission.");

    /// <summary>404: there is no such thing.</summary>
    public static ProblemException NotFound(string detail) => new(404, "notFound", "Not found", detail);

    /// <summary>404: the API has no such address.</summary>
    public static ProblemException NoSuchRoute() =>
        new(404, "noSuchRoute", "There is no such route", $"Look at the address again; GET /{Routes.OpenApi} lists all that there are.");

    /// <summary>405: the address is right, and the method is not.</summary>
    public static ProblemException MethodNotAllowed(IEnumerable<string> allowed) =>
        new(405, "methodNotAllowed", "The route does not take this method", $"It takes {string.Join(", ", allowed)}.");

    /// <summary>408: the body is incomplete. Event Grid repeats a request after a 408, but not after a 400.</summary>
    public static ProblemException Broken() => new(408, "broken", "The request did not arrive whole", "Send it again.");

    /// <summary>412: it has changed since it was read.</summary>
    public static ProblemException Outdated() =>
        new(412, "outdated", "It has changed since you read it", "Somebody else changed it. Read it again, and repeat with its new ETag.");

    /// <summary>409: the team would have no admin.</summary>
    public static ProblemException LastAdmin() =>
        new(409, "lastAdmin", "The team needs an admin", "This is the last admin. Make somebody else an admin first.");

    /// <summary>413: the body is too long.</summary>
    /// <param name="limit">The longest that is taken, in bytes.</param>
    /// <param name="advice">How to make it shorter, where there is a way.</param>
    public static ProblemException TooLarge(int limit, string? advice = null) =>
        new(413, "tooLarge", "The request is too large", $"Send at most {limit} bytes. {advice}".TrimEnd());

    /// <summary>413: the pictures of a message are too large together.</summary>
    public static ProblemException PicturesTooLarge() =>
        new(413, "picturesTooLarge", "The pictures are too large",
            $"The pictures of a message have at most {AttachmentUploads.MaxLength / 1024 / 1024} MB together. Use a second one.");

    /// <summary>415: a file is no picture that can be sent.</summary>
    public static ProblemException NoPicture() =>
        new(415, "noPicture", "It is no picture that can be sent",
            $"Send {string.Join(", ", PictureTypes.Sendable)}, with its own type in the header Content-Type.");

    /// <summary>422: the provider cannot send pictures.</summary>
    public static ProblemException CannotSendPictures() =>
        new(422, "cannotSendPictures", "Pictures cannot be sent",
            "The telephony provider of this inbox sends texts alone. Send a text, such as one with a link.");

    /// <summary>422: a picture of a message is none that the user uploaded.</summary>
    public static ProblemException UnknownAttachment() =>
        new(422, "unknownAttachment", "There is no such picture",
            "attachmentIds names a picture that is none of yours, is older than a day, or was sent already. Upload it again.");

    /// <summary>413: there are too many events in a delivery.</summary>
    public static ProblemException TooManyEvents(int limit) =>
        new(413, "tooLarge", "The request is too large", $"Send at most {limit:N0} events at once; none of these was taken.");

    /// <summary>409: events are not of the call at whose address they came.</summary>
    public static ProblemException AnotherCall(int events) =>
        new(409, "anotherCall", "The events are another call's",
            $"{events} of these events name another call than the one of this address, and were not taken; the others were. "
            + "Post each to the address of its own call.");

    /// <summary>409: the message did not fail.</summary>
    public static ProblemException NotFailed() =>
        new(409, "notFailed", "The message did not fail", "Only a message that failed, or whose fate is unknown, can be sent again.");

    /// <summary>409: the message is not scheduled any more.</summary>
    public static ProblemException NotScheduled() =>
        new(409, "notScheduled", "The message is not scheduled any more",
            "It is being sent, or was sent, canceled or changed meanwhile. Read the timeline again.");

    /// <summary>409: too many messages wait for their time.</summary>
    public static ProblemException TooManyScheduled() =>
        new(409, "tooManyScheduled", "Too many scheduled messages",
            $"{ScheduledMessageRules.MaxPerConversation} messages of this conversation wait for their time. Cancel one of them first.");

    /// <summary>409: the work has not failed.</summary>
    public static ProblemException WorkNotFailed() =>
        new(409, "workNotFailed", "The work has not failed", "It is being done, or is about to be. Look at the list of failed work again.");

    /// <summary>409: this version of the inbox cannot take an event in, either.</summary>
    public static ProblemException StillUnreadable() =>
        new(409, "stillUnreadable", "It still cannot be read",
            "This version of the inbox cannot read it either; it stays as it is. "
            + "Try again after an update, or delete it where nobody needs it.");

    /// <summary>409: an event was processed before.</summary>
    public static ProblemException AlreadyProcessed() =>
        new(409, "alreadyProcessed", "It was processed before",
            "Its text is in the conversation, truncated if it is too long. This is the complete original; nothing is left to process.");

    /// <summary>409: the id that a client made names something else already.</summary>
    public static ProblemException IdTaken() =>
        new(409, "idTaken", "The id names something else", "Something else has this id. Make a new UUID and repeat.");

    /// <summary>409: a phone number is another customer's.</summary>
    public static ProblemException NumberTaken(PhoneNumber number, SavedCustomer owner) =>
        new(409, "numberTaken", "The number is another customer's",
            $"{number} belongs to {owner.Name} ({owner.Id}). Take it from that customer first, or add to that customer.");

    /// <summary>422: there is no such customer.</summary>
    public static ProblemException UnknownCustomer() =>
        new(422, "unknownCustomer", "There is no such customer", "customerId names no saved customer. List them with GET /api/customers.");

    /// <summary>422: a number is not one that the request may name.</summary>
    public static ProblemException UnknownNumber(string detail) => new(422, "unknownNumber", "It is not one of these numbers", detail);

    /// <summary>422: the other side of a conversation cannot be saved.</summary>
    public static ProblemException NoPhoneNumber() =>
        new(422, "noPhoneNumber", "There is no number to save", "The other side is no phone number, so it cannot be a customer's.");

    /// <summary>422: the customer has as many numbers as one may have.</summary>
    public static ProblemException TooManyNumbers() =>
        new(422, "tooManyNumbers", "The customer has too many numbers",
            "Take a number from the customer first, or save this one as a new customer.");

    /// <summary>422: two customers do not fit into one.</summary>
    public static ProblemException MergeTooLarge() =>
        new(422, "mergeTooLarge", "The customers do not fit into one",
            "Together they have more than ten numbers, or their notes are too long. Remove some first.");

    /// <summary>409: the user has another call.</summary>
    public static ProblemException OnACall() =>
        new(409, "onACall", "You are on a call", "A call that you placed is still live. Hang up first.");

    /// <summary>422: there is no phone to call.</summary>
    public static ProblemException CannotBeCalled() =>
        new(422, "cannotBeCalled", "There is no number to call",
            "The other side is no phone number that can be called. Reach the customer in another way.");

    /// <summary>422: the user has no phone to be called on.</summary>
    public static ProblemException NoDevice() =>
        new(422, "noDevice", "You have no device",
            "A call rings your own phone first, and the team's list has no number of yours. Set it with PUT /api/me.");

    /// <summary>422: the customer number belongs to nobody who is saved.</summary>
    public static ProblemException NotACustomer() =>
        new(422, "notACustomer", "The number belongs to no saved customer",
            "Only a saved customer can have jobs. Save the number as a customer first.");

    /// <summary>422: there are as many saved replies as there may be.</summary>
    public static ProblemException TooManySavedReplies() =>
        new(422, "tooManySavedReplies", "There are too many saved replies",
            $"There can be {SavedReplyStore.MaxCount} of them. Delete one first.");

    /// <summary>422: there are as many receivers of webhooks as there may be.</summary>
    public static ProblemException TooManyWebhooks() =>
        new(422, "tooManyWebhooks", "There are too many receivers of webhooks",
            $"There can be {WebhookSubscriptionStore.MaxCount} of them. Delete one first.");

    /// <summary>422: the telephony provider cannot list the numbers.</summary>
    public static ProblemException NoNumberDiscovery() =>
        new(422, "noNumberDiscovery", "The telephony provider does not list its numbers",
            "Add a number with PUT /api/numbers/{number}; the first text to it makes it known, too.");

    /// <summary>422: the number is not used any more.</summary>
    public static ProblemException NumberRetired() =>
        new(422, "numberRetired", "The number is retired",
            "Nothing is sent or called from this number any more. "
            + "Reach the customer from another one, or ask an admin to take it back into use.");

    /// <summary>404: nothing tells pages of changes.</summary>
    public static ProblemException NoLiveUpdates() =>
        new(404, "noLiveUpdates", "There are no live updates",
            "This inbox tells pages of no changes. Ask for what is shown again and again, with If-None-Match.");

    /// <summary>503: nobody can be signed in now.</summary>
    public static ProblemException IssuerAway() =>
        new(503, "issuerAway", "Tokens cannot be checked now", "The issuer of the tokens cannot be reached. Try again in a few seconds.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    /// <summary>503: storage is away.</summary>
    public static ProblemException StorageAway(Dependencies? dependencies = null) =>
        new(503, "storageAway", "The inbox cannot reach its storage",
            "Try again in a few seconds; with the same ids nothing is done twice.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
            Dependencies = dependencies,
        };

    /// <summary>503: something else than storage that the inbox depends on is away.</summary>
    public static ProblemException DependencyAway(Dependencies dependencies) =>
        new(503, "dependencyAway", "The inbox cannot reach all that it depends on",
            "See which does not answer; what it is needed for waits, or fails, until it does.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
            Dependencies = dependencies,
        };

    /// <summary>500: a fault of ours.</summary>
    public static ProblemException Fault() =>
        new(500, "fault", "Something went wrong",
            "The fault is ours and was logged. Try again; if it stays, tell whoever runs this inbox the time of this request.");

    /// <summary>409: the customer did something after the version that the user saw.</summary>
    public static ProblemException NotSeen() =>
        new(409, "notSeen", "The customer did something since",
            "The conversation has news from the customer after the version in seenThrough, and was left as it is. "
            + "Read it again, then repeat with the new version.");

    /// <summary>409: a closed conversation cannot be unread.</summary>
    public static ProblemException Closed() => Closed("unread");

    private static ProblemException Closed(string never) =>
        new(409, "closed", "The conversation is closed", $"A closed conversation is never {never}. Open it first.");

    /// <summary>409: another user sent a message that the user has not seen.</summary>
    /// <param name="item">The message; null if it was erased meanwhile.</param>
    public static ProblemException AlreadyAnswered(TimelineItem? item) =>
        new(409, "alreadyAnswered", "A colleague answered meanwhile",
            "Another user sent a message after the version in seenThrough; yours was not sent. "
            + "Show item to the user. To send all the same, repeat with a new messageId and with force.")
        {
            Item = item,
        };

    /// <summary>422: the customer refuses texts.</summary>
    public static ProblemException OptedOut() =>
        new(422, "optedOut", "The customer has opted out", "This customer number refuses texts until it sends START. Call instead.");

    /// <summary>422: there is no phone to text.</summary>
    public static ProblemException CannotBeTexted() =>
        new(422, "cannotBeTexted", "There is no number to answer",
            "The other side is no phone number that can be texted. Reach the customer in another way.");

    /// <summary>422: the member takes no conversations.</summary>
    public static ProblemException CannotBeAssigned() =>
        new(422, "cannotBeAssigned", "The member takes no conversations",
            "The member is away, may not see conversations, or is not in the team. GET /api/members lists who can be chosen.");

    /// <summary>What a refusal is on the HTTP API.</summary>
    public static ProblemException Of(Refusal refusal) => refusal switch
    {
        Refusal.UnknownConversation or Refusal.Erased =>
            NotFound("There is no conversation with this id. List them with GET /api/conversations."),
        Refusal.UnknownItem => NotFound("There is no such item in this conversation. Read its timeline for the ids."),
        Refusal.NotSeen => NotSeen(),
        Refusal.AlreadyAnswered => AlreadyAnswered(null),
        Refusal.OptedOut => OptedOut(),
        Refusal.CannotBeTexted => CannotBeTexted(),
        Refusal.ClosedStaysRead => Closed(),
        Refusal.ClosedIsNotSnoozed => Closed("snoozed"),
        Refusal.NotScheduled => NotScheduled(),
        Refusal.TooManyScheduled => TooManyScheduled(),
        Refusal.CannotBeAssigned => CannotBeAssigned(),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "There is no problem for this refusal."),
    };
}
