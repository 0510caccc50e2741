"""Where the people of the demo meet, and the wikis they keep."""

from config.demo.communities import plain_words, sensor_people, works_council

COMMUNITIES = (plain_words.COMMUNITY, sensor_people.COMMUNITY, works_council.COMMUNITY)
