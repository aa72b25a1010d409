// Written by `npm run stories` from the sources in journeys/. Do not edit by hand: the check compares.
import type { JourneyStory } from '../domain/journey-story';

/** Every journey by its name, as its source tells it. */
export const journeyStories: Readonly<Record<string, JourneyStory>> = {
  "advocacy": {
    "story": "Advocacy: only after a verified success and never during open trouble. First a review, then an invitation that rewards both sides, then a story, told to a person. A ticket at any moment ends it: whoever struggles is not asked for favours. A referral that joins is the goal, and the reward goes out at once.",
    "stages": {
      "review": {
        "story": "One ask for a review. Posting it leads on sooner; silence leads on later, without a reminder.",
        "next": [
          "referral"
        ],
        "messages": [
          "advocacy/review-ask"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [
          "review.posted"
        ],
        "waits": [
          "1 day",
          "14 days",
          "7 days"
        ],
        "outcomes": []
      },
      "referral": {
        "story": "An invitation for somebody who would profit too.",
        "next": [
          "story"
        ],
        "messages": [
          "advocacy/referral-invite"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [],
        "waits": [
          "30 days"
        ],
        "outcomes": []
      },
      "story": {
        "story": "Whoever is willing tells the story to a person who listens.",
        "next": [],
        "messages": [
          "advocacy/story-invite"
        ],
        "playbooks": [
          "story-interview"
        ],
        "asks": [
          "is willing to tell their story"
        ],
        "waitsFor": [
          "story.agreed",
          "customer.replied",
          "customer.help_requested"
        ],
        "waits": [
          "14 days"
        ],
        "outcomes": [
          "no_story"
        ]
      },
      "reward": {
        "story": "The friend joined: both sides get their reward, and hear of it.",
        "next": [],
        "messages": [
          "advocacy/referral-reward"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [],
        "waits": [],
        "outcomes": [
          "referred"
        ]
      }
    }
  },
  "at-risk": {
    "story": "At-risk: the cardinal rule. A customer whose use drops gets two helpful check-ins, four days apart. Silence after both brings in a person who calls; what the call comes to steers what is said afterwards. Logging in or buying again at any moment is the goal: the journey ends, and a task that nobody has finished is settled.",
    "stages": {
      "checkIn": {
        "story": "Two helpful check-ins, four days apart. An answer goes to a person at once; silence after both brings one in.",
        "next": [
          "answer",
          "personCalls"
        ],
        "messages": [
          "at-risk/check-in",
          "at-risk/offer-help"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [
          "customer.replied",
          "customer.help_requested"
        ],
        "waits": [
          "4 days"
        ],
        "outcomes": []
      },
      "answer": {
        "story": "The customer wrote back: the owner answers within a day, in the conversation that the customer chose.",
        "next": [
          "personCalls"
        ],
        "messages": [],
        "playbooks": [
          "help-request"
        ],
        "asks": [
          "answered a check-in while their use is dropping"
        ],
        "waitsFor": [],
        "waits": [],
        "outcomes": []
      },
      "personCalls": {
        "story": "A person calls. A problem that was solved is followed by a short summary.",
        "next": [],
        "messages": [
          "at-risk/after-call"
        ],
        "playbooks": [
          "save-call"
        ],
        "asks": [
          "two check-ins unanswered and no login"
        ],
        "waitsFor": [],
        "waits": [],
        "outcomes": []
      }
    }
  },
  "onboarding": {
    "story": "Onboarding: first value within 14 days. What the customer does decides what comes next: whoever logs in gets the first steps where they are needed, in the product; whoever invites teammates gets the team checklist; whoever leaves two touches unanswered without logging in is called by a person. First value at any moment is the goal.",
    "stages": {
      "welcome": {
        "story": "A welcome and one nudge. Two touches without an answer or a login bring in a person.",
        "next": [
          "firstSteps",
          "teamSetup",
          "personCalls"
        ],
        "messages": [
          "onboarding/welcome",
          "onboarding/nudge"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [
          "customer.logged_in",
          "teammate.invited",
          "customer.replied",
          "customer.help_requested"
        ],
        "waits": [
          "2 days",
          "3 days"
        ],
        "outcomes": []
      },
      "firstSteps": {
        "story": "They are in: help at the moment of need, in the product.",
        "next": [
          "teamSetup",
          "personCalls"
        ],
        "messages": [
          "onboarding/first-steps"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [
          "teammate.invited",
          "customer.replied",
          "customer.help_requested"
        ],
        "waits": [
          "5 days"
        ],
        "outcomes": []
      },
      "teamSetup": {
        "story": "Teammates are coming: a checklist, and one reminder when it stays unfinished.",
        "next": [
          "personCalls"
        ],
        "messages": [
          "onboarding/team-checklist",
          "onboarding/team-follow-up"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [
          "team.setup_completed",
          "customer.help_requested",
          "customer.replied"
        ],
        "waits": [
          "4 days"
        ],
        "outcomes": []
      },
      "personCalls": {
        "story": "No first value yet: a person finds out what is missing.",
        "next": [],
        "messages": [
          "onboarding/after-call"
        ],
        "playbooks": [
          "onboarding-call"
        ],
        "asks": [
          "signed up and has not reached a first result yet"
        ],
        "waitsFor": [],
        "waits": [],
        "outcomes": []
      }
    }
  },
  "renewal": {
    "story": "Renewal: from 120 days before the date to the decision. A recap of what the customer got, a check by the owner at 90 days, reminders at 30 and 7. Whoever wants to leave is asked for the reason and offered a person who can change something. Renewing at any moment ends the journey with thanks; a cancellation or a churn ends it in silence.",
    "stages": {
      "recap": {
        "story": "What the customer has got out of it so far, long before anybody asks for money.",
        "next": [
          "ownerChecks"
        ],
        "messages": [
          "renewal/value-recap"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [],
        "waits": [
          "90 days"
        ],
        "outcomes": []
      },
      "ownerChecks": {
        "story": "The owner hears where the customer stands, while there is time to change something.",
        "next": [
          "save",
          "reminders"
        ],
        "messages": [],
        "playbooks": [
          "renewal-check"
        ],
        "asks": [
          "the renewal is 90 days away"
        ],
        "waitsFor": [],
        "waits": [],
        "outcomes": []
      },
      "reminders": {
        "story": "Thirty days and seven days before. An answer goes to a person at once.",
        "next": [
          "save",
          "decision"
        ],
        "messages": [
          "renewal/reminder-30",
          "renewal/reminder-7"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [
          "customer.replied",
          "customer.help_requested",
          "reason.given"
        ],
        "waits": [
          "30 days",
          "7 days",
          "6 days"
        ],
        "outcomes": []
      },
      "save": {
        "story": "Asks why, as data, then offers a person who may change what can be changed.",
        "next": [
          "decision"
        ],
        "messages": [
          "renewal/reason-to-leave",
          "renewal/after-save"
        ],
        "playbooks": [
          "renewal-save"
        ],
        "asks": [
          "wants to leave and has given a reason",
          "wants to leave and gives no reason"
        ],
        "waitsFor": [
          "reason.given",
          "customer.replied"
        ],
        "waits": [
          "7 days"
        ],
        "outcomes": [
          "leaving"
        ]
      },
      "decision": {
        "story": "The date has come or the customer wants to talk: the owner brings it to a decision.",
        "next": [],
        "messages": [],
        "playbooks": [
          "renewal-decision"
        ],
        "asks": [
          "the renewal needs a decision"
        ],
        "waitsFor": [],
        "waits": [],
        "outcomes": []
      },
      "thanks": {
        "story": "Existing customers are thanked, not only new ones courted.",
        "next": [],
        "messages": [
          "renewal/thanks"
        ],
        "playbooks": [],
        "asks": [],
        "waitsFor": [],
        "waits": [],
        "outcomes": [
          "renewed"
        ]
      }
    }
  }
};
